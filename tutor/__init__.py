"""Evidence to answers: understanding questions, choosing and citing statements, serving them."""
