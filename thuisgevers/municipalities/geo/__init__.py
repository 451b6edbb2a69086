"""Public geography: boundaries, tiles, postcodes and places. Reference data without row security.

Pages use `maps` (drawings) and `places` (search); the command `import_geodata` uses the rest.
"""
