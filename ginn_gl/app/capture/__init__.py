"""Taking pictures off the screen: stills, videos, and pages of what is shown."""
