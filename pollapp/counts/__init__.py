"""A file with counts per square, such as a paper poster that was counted by hand: read strictly, each problem with its line."""
