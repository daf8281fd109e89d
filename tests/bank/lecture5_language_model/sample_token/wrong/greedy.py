# the likeliest
# expect: always chosen
def sample_token(logits):
    return logits.argmax(-1)
