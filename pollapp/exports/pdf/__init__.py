"""The report as a PDF, set by Typst (decision 16): `export` calls it, the templates `report*.typ` lie beside it."""
