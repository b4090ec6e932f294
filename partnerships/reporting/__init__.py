"""What the bureau's reports say: facts as plain JSON, one module for each kind of paper.

A facts function reads (in a number of queries that does not grow with the rows) and words nothing:
days in ISO form, money as decimal text, states by their codes. Such facts are frozen with the
paper; layout modules put them into words, for the PDF and the sheet alike.
"""
