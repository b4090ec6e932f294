"""Amounts of money as Indonesians write them."""

from decimal import Decimal


def rupiah(amount):
    """“Rp1.250.000”, with the sen only where there are some: “Rp1.250.000,50”."""
    amount = Decimal(amount)
    places = 0 if amount == amount.to_integral_value() else 2
    text = f"{abs(amount):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"{'-' if amount < 0 else ''}Rp{text}"
