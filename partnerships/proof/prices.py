"""What the lines come to at their unit prices: for papers that are asked to say it."""

from collections import Counter

from partnerships.terms import apply_changes, signed_changes


def prices(agreement, usage, rows):
    """[{line, title, price, number, amount}]: a row for each price that held on a counted day."""
    lines = [each.line for each in usage]
    changes = signed_changes([agreement.pk]).get(agreement.pk, ())
    terms_of, found = {}, Counter()
    for row in rows:
        if row.day not in terms_of:
            terms_of[row.day] = apply_changes(agreement, lines, changes, row.day)
        price = terms_of[row.day].lines[row.line].unit_price
        if price is not None:
            found[row.line, price] += 1
    titles = {line.pk: line.title for line in lines}
    order = [line.pk for line in lines]
    return [
        {
            "line": line,
            "title": titles[line],
            "price": str(price),
            "number": number,
            "amount": str(price * number),
        }
        for (line, price), number in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
