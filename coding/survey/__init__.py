"""Read survey figures and answers, and say what they can and cannot show."""
