"""Drafts, versions, enrollments: the drawn and the walked journey."""
