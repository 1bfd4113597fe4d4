"""Lists of registrants: read, previewed row by row, imported all or nothing.

How a page uses it: `table = reader.read(data, filename)` (a ListReader; ListMistake says why not), `mapping = guess(table)`,
corrected by the person with `mapping.choosing(field, index)`, and `preview(table, mapping, group.registrants,
normal_address)`; the page shows the Preview. On the press the page does the same again with the same bytes and mapping,
`leave_out` as ticked, asks `ready`, and stores `enrolments()`, those to enrol and those to amend, in one transaction.
Nothing of the file is kept.
"""
