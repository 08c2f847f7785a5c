"""Pages that nobody wrote: whatever the bytes, reading ends, keeps the data contract, says the same twice and leaves the page as it was."""
