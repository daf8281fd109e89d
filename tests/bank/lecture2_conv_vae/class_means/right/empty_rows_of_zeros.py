# zeros for a class without samples
def class_means(mu, y, num_classes):
    member = (y[None] == torch.arange(num_classes)[:, None]).to(mu)
    return member @ mu / member.sum(1, keepdim=True).clamp(min=1)
