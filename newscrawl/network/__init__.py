"""How hosts are reached: which ones may be, how fast, at what hours, with which TLS."""
