"""What every public answer promises: no cookie, no session, never stale."""
