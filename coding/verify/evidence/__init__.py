"""Find what a quotation or number of a draft rests on."""
