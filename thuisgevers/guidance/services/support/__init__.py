"""Help: asking and answering, who covers what, offering experience, handing over."""
