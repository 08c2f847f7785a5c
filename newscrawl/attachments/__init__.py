"""Files of articles: what they are by their bytes, and the text that they hold. Nothing here touches a network or Scrapy."""
