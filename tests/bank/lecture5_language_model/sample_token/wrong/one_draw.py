# one draw for all rows
# expect: one draw
def sample_token(logits):
    token = torch.multinomial(logits[0].softmax(-1), 1)
    return token.expand(len(logits)).clone()
