"""The service: a page and a REST interface in front of the worker pool. Needs the extra ``serve``."""
