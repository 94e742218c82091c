"""Files of questions, read and written: GIFT, Aiken, Moodle XML and Word's simple table. Nothing in them is run or fetched."""
