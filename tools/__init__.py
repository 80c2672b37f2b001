"""Tools of the repository: fonts for judging pages, the scripts that draw the templates."""
