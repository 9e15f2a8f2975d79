"""Write what people read: quotes, joint display, certificate."""
