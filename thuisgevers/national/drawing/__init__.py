"""Maps as inline SVG: figures in, markup out. No query, no request."""
