"""The quality gate: pages whose truth is known are read by the project's own functions, and no figure may fall."""
