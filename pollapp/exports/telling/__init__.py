"""The report in words, in one language, before anybody lays it out: `tell`."""
