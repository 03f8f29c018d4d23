"""The spreadsheet: `export` makes the workbook, a module for each of its sheets; `table` is what a sheet holds, `sheet` writes it."""
