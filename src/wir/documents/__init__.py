"""Documents that leave the book: HTML, PDF and workbook from the same blocks."""
