"""Many papers: processes with limits, an output that remembers what is done, and no paper lost."""
