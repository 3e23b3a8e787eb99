"""The commands of `helpdesk`, one file each, imported only when used."""
