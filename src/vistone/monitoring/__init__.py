"""The organization in numbers: KPIs, reports, dashboards, what members achieve, and the rules that act by themselves."""
