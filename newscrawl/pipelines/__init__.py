"""The steps an article takes between spider and feed, one file each, in the order of their numbers in `settings.py`."""
