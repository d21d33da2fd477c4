"""The rows and columns of tables aligned to the forms, and the readings of their values that sums allow.

What the words of this package mean:

- layout: what the positions of a table's cells mean, `grid`, `rows`, `stream` or `tokens`: see `document.Table`.
- line: a row of a table with all cells that cover it; a form line is a caption, a header or a row of a form.
- label: a text that names a row, a column or a group of these.
- gain: what it is worth to take a line of a table for a line of a form; worthless pairs are not made.
- clear: of a row that can hardly be any other one of the form, as the best other alignment is worth much less.
- taken: of the lines of a table that are rows of the form.
- unit: a column that a header prints, whether the form has that column or not.
- required: of columns and rows that every document prints, as it does all but sub-totals.
- run: the cells of a line behind its labels.
- targets: the columns of the form onto which the values behind a label are laid.
- reading: one way to lay the cells of a row onto the columns of its block; a column without a cell is None.
- option: a reading of a row that is still possible. A cell on which several agree is inferred, others are uncertain.
- shape: the numbers of a row's cells, all and those behind its label: rows of one shape are laid out alike.
- sequence: the values of a row in order, where blank cells may be missing and numbers may be in pieces.
- shown: of the reading with the blank cells that the white space of a text shows.
- glued: of a row whose digits all stand in one text.
- prove: the sums along a row prove a reading if there are any and all hold, blank addends taken for zeros.
- refute: they refute it if one of them does not hold.
- vouch: they vouch for a reading if they prove it and a total is not zero, as zeros add up wherever they stand. The
  sums along the columns vouch for the rows of a block together: all hold, and not by zeros alone.
- strays: numbers that no row took, or rows with more or fewer values than columns.
- crowded: of a row with values behind it that have no label and belong to no row, or that may have the next one's.
- begun: of a row below a line of numbers that may be the beginnings of its own.
- continued: of a row above a line that may hold the ends of its label and numbers.
- preceded: of a row below the end of a page whose last line may hold the first digits of its numbers.
- broken: of a line with values side by side that may be pieces of one number.
- bound: of a line that has a line of the source to itself, which begins with its label.
- rival: a block of another edition that the same rows may be of.
"""
