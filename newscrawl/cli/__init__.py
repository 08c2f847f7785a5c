"""The command `newscrawl`: each subcommand a few lines over the rooms below."""
