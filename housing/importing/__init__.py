"""Reading a file of somebody else: columns, cells and rows as values, without the database."""
