"""What stands between Scrapy's engine and its downloader, one file each, in the order of their numbers in `settings.py`."""
