-- What is listed over all cases without reading their histories: money, complaints, second reviews. The words of the condition are those of books_of_cases() in lookup.cpp.
CREATE INDEX events_of_books ON events (kind, case_id, version) WHERE kind IN ('invoiced', 'credited', 'complained', 'complaint_answered', 'complaint_closed', 'duplicate_drawn', 'duplicate_attested', 'duplicate_decided');
