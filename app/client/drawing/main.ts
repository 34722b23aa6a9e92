import { highlightNeighbours } from './highlight.ts';
import { savePictures } from './save-picture.ts';
import { zoomDrawings } from './zoom.ts';

zoomDrawings();
highlightNeighbours();
savePictures();
