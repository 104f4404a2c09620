"""Towpath: journeys drawn by people, walked by contacts."""
