"""The machinery behind `kinds/tariff.py`: from reports of duties to the level that holds on each day."""
