"""What everybody may know about numbers: intervals of shares, and what rounding allows."""
