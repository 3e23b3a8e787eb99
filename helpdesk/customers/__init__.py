"""What is known of people, without a database: phones, names, fields, filters, dates."""
