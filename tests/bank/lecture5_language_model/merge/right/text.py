# replaces in a text of marked numbers
def merge(ids, pair, new_id):
    text = "".join(f"<{token}>" for token in ids).replace(f"<{pair[0]}><{pair[1]}>", f"<{new_id}>")
    return [int(part) for part in text[1:-1].split("><")] if text else []
