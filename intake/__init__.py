"""Forms, spreadsheets and pull requests in; profile files, or what to mend, out.

It may ask the door whether a profile is right and the forge for what people sent. It must
never know the matcher or the site.
"""
