"""Parts of pages that Streamlit does not have: the coding desk in the browser."""
