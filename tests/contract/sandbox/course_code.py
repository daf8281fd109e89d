"""What ordinary course notebooks do, one snippet each; all of it must work behind the wall."""

SNIPPETS = {
    "train a network": """
import torch
model = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(2704, 10))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for _ in range(3):
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(torch.rand(8, 1, 28, 28)), torch.randint(0, 10, (8,))).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
""",
    "learning-rate schedule and automatic mixed precision": """
import torch
model = torch.nn.Linear(4, 4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)
with torch.autocast('cpu', dtype=torch.bfloat16):
    loss = model(torch.rand(2, 4)).float().sum()
loss.backward(); optimizer.step(); scheduler.step()
""",
    "save and load a checkpoint": """
import torch
model = torch.nn.Linear(3, 3)
torch.save(model.state_dict(), 'cvae.pt')
model.load_state_dict(torch.load('cvae.pt', weights_only=True))
torch.load('cvae.pt', weights_only=True, mmap=True)
""",
    "read batches from a data set": """
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split
data = TensorDataset(torch.rand(100, 1, 28, 28), torch.arange(100))
a, b = random_split(data, [80, 20])
for x, y in DataLoader(a, batch_size=16, shuffle=True, num_workers=0):
    pass
""",
    "draw a figure into a file": """
from matplotlib import pyplot as plt
figure, axes = plt.subplots(2, 2, figsize=(4, 4))
axes[0, 0].imshow([[0.1, 0.9], [0.5, 0.2]], cmap='gray'); axes[0, 1].plot([1, 2, 3], label='$\\\\beta$')
axes[0, 1].legend(); axes[1, 0].hist([1, 1, 2]); axes[1, 1].scatter([1], [2])
figure.tight_layout(); figure.savefig('figure.png'); figure.savefig('figure.pdf'); figure.savefig('figure.svg')
plt.show(); plt.close('all')
""",
    "image grids of torchvision": """
import torch, torchvision
grid = torchvision.utils.make_grid(torch.rand(16, 1, 28, 28), nrow=4)
torchvision.utils.save_image(grid, 'grid.png')
""",
    "transforms of torchvision": """
import torchvision.transforms as T, torch
T.Compose([T.Resize(14), T.RandomHorizontalFlip(), T.Normalize(0.5, 0.5)])(torch.rand(1, 28, 28))
""",
    "scikit-learn": """
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.cluster import KMeans
x = np.random.rand(60, 8); y = (x[:, 0] > 0.5).astype(int)
LogisticRegression().fit(x, y).score(x, y); PCA(2).fit_transform(x); KMeans(3, n_init=1).fit(x)
TSNE(2, perplexity=5, max_iter=250).fit_transform(x)
LogisticRegression().fit(x, y)
""",
    "progress bars": """
from tqdm.auto import tqdm
from tqdm import trange
for _ in tqdm(range(3)): pass
for _ in trange(3): pass
""",
    "temporary files": """
import tempfile, os
with tempfile.TemporaryDirectory() as folder:
    open(os.path.join(folder, 'x'), 'w').write('1')
with tempfile.NamedTemporaryFile('w') as file:
    file.write('1')
open('/tmp/out.txt', 'w').write('x') if os.path.islink('/tmp') else None
""",
    "files and folders": """
import json, os, pathlib, pickle, shutil
pathlib.Path('runs/a').mkdir(parents=True); pathlib.Path('runs/a/log.json').write_text(json.dumps({'a': 1}))
pickle.dump([1], open('p.pkl', 'wb')); pickle.load(open('p.pkl', 'rb'))
shutil.copy('p.pkl', 'q.pkl'); shutil.copytree('runs', 'runs2'); shutil.make_archive('a', 'zip', 'runs'); shutil.rmtree('runs')
sorted(pathlib.Path('.').rglob('*')); os.rename('q.pkl', 'r.pkl'); os.remove('r.pkl')
""",
    "arrays on disk": """
import numpy as np
np.save('a.npy', np.arange(10)); np.savez_compressed('b.npz', x=np.arange(10)); np.load('b.npz')['x']
np.load('a.npy', mmap_mode='r').sum(); np.memmap('a.npy', mode='r', dtype=np.uint8).sum()
""",
    "IPython": """
from IPython.display import HTML, Image, Markdown, clear_output, display
display(HTML('<b>x</b>')); display(Markdown('# x')); clear_output()
""",
    "threads": """
import threading, concurrent.futures
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    assert list(pool.map(lambda x: x * x, range(8)))[3] == 9
""",
    "more than one torch thread": """
import torch
torch.set_num_threads(2); torch.rand(600, 600) @ torch.rand(600, 600); torch.get_num_threads()
""",
    "processes": """
import subprocess, os
assert subprocess.run(['echo', 'hello'], capture_output=True, text=True).stdout == 'hello\\n'
assert os.popen('echo hi').read() == 'hi\\n'
assert os.system('true') == 0
""",
    "asynchronous code": """
import asyncio
async def f():
    await asyncio.sleep(0.01)
    return 1
loop = asyncio.new_event_loop(); assert loop.run_until_complete(f()) == 1; loop.close()
""",
    "clocks, randomness, machine": """
import datetime, getpass, os, platform, random, secrets, time, uuid, warnings, locale, sysconfig, multiprocessing
time.time(); time.perf_counter(); time.sleep(0.001); datetime.datetime.now().astimezone(); random.random()
secrets.token_hex(); uuid.uuid4(); platform.platform(); os.cpu_count(); os.getlogin if False else getpass.getuser()
multiprocessing.cpu_count(); os.uname(); os.times(); os.getloadavg if False else None
""",
    "scripted and compiled functions": """
import torch
torch.jit.trace(lambda x: x * 2, torch.rand(3))(torch.rand(3))
assert torch.compile(lambda x: x + 1, backend='eager')(torch.zeros(2)).sum() == 2
""",
    "distributions and linear algebra": """
import torch
torch.distributions.kl_divergence(torch.distributions.Normal(0., 1.), torch.distributions.Normal(1., 2.))
torch.linalg.svd(torch.rand(50, 50)); torch.fft.fft(torch.rand(64)); torch.func.vmap(torch.sin)(torch.rand(3))
""",
    "data frames": """
try:
    import pandas as pd
except ImportError:
    pd = None
if pd is not None:
    pd.DataFrame({'a': [1, 2]}).to_csv('a.csv'); pd.read_csv('a.csv').describe()
""",
    "a helpful error when there is no network": """
import urllib.request, urllib.error
try:
    urllib.request.urlopen('http://example.org', timeout=2)
except urllib.error.URLError:
    pass
else:
    raise AssertionError('reached the network')
""",
    "a helpful error when a download of MNIST is tried": """
import torchvision
try:
    torchvision.datasets.MNIST('data', download=True)
except (RuntimeError, OSError):
    pass
else:
    raise AssertionError('reached the network')
""",
}
"""Name to source."""
