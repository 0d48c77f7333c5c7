"""What people say of counterparts (`aside`)."""
