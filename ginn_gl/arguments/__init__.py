"""What the commands have in common: values and how they are read, run files, --device, and one kind of refusal."""
