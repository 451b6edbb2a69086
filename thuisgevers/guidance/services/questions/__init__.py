"""The question desk: asking, routing, answering, publishing, looking again, telling and forgetting."""
