"""What one can do, by subject: functions that keys, buttons and panels call, and that change the state."""
