"""The pages of the app: one script each, reading top to bottom; what they share in `widgets`."""
